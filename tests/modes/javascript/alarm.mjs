// Hears over HTTP of a backup that completed, asks about it, and prints both as JSON.
import { createServer } from "node:http";
import * as backup from "@aws-sdk/client-backup";
import * as events from "@aws-sdk/client-eventbridge";
import * as sns from "@aws-sdk/client-sns";

const settings = {
  region: "us-east-1",
  endpoint: process.argv[2],
  credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
};
const vaults = new backup.BackupClient(settings);
const rules = new events.EventBridgeClient(settings);
const topics = new sns.SNSClient(settings);

const heard = [];
const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { detail } = JSON.parse(JSON.parse(Buffer.concat(chunks)).Message);
  const job = await vaults.send(
    new backup.DescribeBackupJobCommand({ BackupJobId: detail.backupJobId }),
  );
  heard.push({ told: detail.state, asked: job.State, size: detail.backupSizeInBytes });
  response.end();
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const { TopicArn } = await topics.send(new sns.CreateTopicCommand({ Name: "alarm" }));
const Endpoint = `http://127.0.0.1:${server.address().port}`;
await topics.send(new sns.SubscribeCommand({ TopicArn, Protocol: "http", Endpoint }));
const EventPattern = JSON.stringify({ source: ["aws.backup"], detail: { state: ["COMPLETED"] } });
await rules.send(new events.PutRuleCommand({ Name: "done", EventPattern }));
await rules.send(
  new events.PutTargetsCommand({ Rule: "done", Targets: [{ Id: "1", Arn: TopicArn }] }),
);

await vaults.send(new backup.CreateBackupVaultCommand({ BackupVaultName: "nightly" }));
await vaults.send(
  new backup.StartBackupJobCommand({
    BackupVaultName: "nightly",
    ResourceArn: "arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
    IamRoleArn: "arn:aws:iam::123456789012:role/backup",
  }),
);
console.log(JSON.stringify(heard));
server.close();
server.closeAllConnections();
