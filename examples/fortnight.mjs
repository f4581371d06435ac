// Two weeks of backups against a moto_backup_server, whose URL is the argument; every third one fails.
import {
  BackupClient,
  CreateBackupVaultCommand,
  ListBackupJobSummariesCommand,
  StartBackupJobCommand,
} from "@aws-sdk/client-backup";

const url = process.argv[2];
const client = new BackupClient({
  region: "us-east-1",
  endpoint: url,
  credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
});
const tell = (what, document) =>
  fetch(`${url}/moto-api/static/backup/${what}`, {
    method: "POST",
    body: JSON.stringify(document),
  });

await tell("clock", { time: "2026-03-01T02:00:00Z" });
await client.send(new CreateBackupVaultCommand({ BackupVaultName: "nightly" }));
for (let night = 0; night < 14; night++) {
  if (night > 0) {
    await tell("clock", { advance: "P1D" });
  }
  if (night % 3 === 0) {
    const outcome = { kind: "backup", state: "FAILED", status_message: "Access denied", times: 1 };
    await tell("outcomes", { outcomes: [outcome] });
  }
  await client.send(
    new StartBackupJobCommand({
      BackupVaultName: "nightly",
      ResourceArn: "arn:aws:ec2:us-east-1:123456789012:volume/vol-1",
      IamRoleArn: "arn:aws:iam::123456789012:role/backup",
    }),
  );
}
const answer = await client.send(
  new ListBackupJobSummariesCommand({ State: "ANY", MessageCategory: "ANY" }),
);
for (const row of answer.BackupJobSummaries) {
  const day = row.StartTime.toISOString().slice(0, 10);
  console.log(day, row.State, row.MessageCategory, row.Count);
}
