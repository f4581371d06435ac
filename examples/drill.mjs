// A fortnight of restore tests against a moto_backup_server, whose URL is the argument.
// A validator looks at each table that was restored, and puts what it found.
import {
  BackupClient,
  CreateBackupPlanCommand,
  CreateBackupSelectionCommand,
  CreateBackupVaultCommand,
  CreateRestoreTestingPlanCommand,
  CreateRestoreTestingSelectionCommand,
  ListRestoreJobSummariesCommand,
  ListRestoreJobsCommand,
  PutRestoreValidationResultCommand,
} from "@aws-sdk/client-backup";

const url = process.argv[2];
const options = {
  region: "us-east-1",
  endpoint: url,
  credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
};
const backup = new BackupClient(options);
const role = "arn:aws:iam::123456789012:role/backup";
const tell = (what, document) =>
  fetch(`${url}/moto-api/static/backup/${what}`, {
    method: "POST",
    body: JSON.stringify(document),
  });
// A call of DynamoDB as any of its SDKs makes it.
const dynamodb = async (operation, members) => {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "X-Amz-Target": `DynamoDB_20120810.${operation}`,
      "Content-Type": "application/x-amz-json-1.0",
      Authorization:
        "AWS4-HMAC-SHA256 Credential=testing/20260301/us-east-1/dynamodb/aws4_request, " +
        "SignedHeaders=host, Signature=none",
    },
    body: JSON.stringify(members),
  });
  return answer.json();
};

await tell("clock", { time: "2026-03-01T00:00:00Z" });
await dynamodb("CreateTable", {
  TableName: "orders",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
});
await backup.send(new CreateBackupVaultCommand({ BackupVaultName: "nightly" }));
const rule = {
  RuleName: "daily",
  TargetBackupVaultName: "nightly",
  ScheduleExpression: "cron(0 5 ? * * *)",
};
const plan = await backup.send(
  new CreateBackupPlanCommand({ BackupPlan: { BackupPlanName: "plan", Rules: [rule] } }),
);
await backup.send(
  new CreateBackupSelectionCommand({
    BackupPlanId: plan.BackupPlanId,
    BackupSelection: { SelectionName: "all", IamRoleArn: role, Resources: ["*"] },
  }),
);
const drill = await backup.send(
  new CreateRestoreTestingPlanCommand({
    RestoreTestingPlan: {
      RestoreTestingPlanName: "drill",
      ScheduleExpression: "cron(0 6 ? * * *)",
      RecoveryPointSelection: {
        Algorithm: "LATEST_WITHIN_WINDOW",
        RecoveryPointTypes: ["SNAPSHOT"],
        IncludeVaults: ["*"],
      },
    },
  }),
);
await backup.send(
  new CreateRestoreTestingSelectionCommand({
    RestoreTestingPlanName: "drill",
    RestoreTestingSelection: {
      RestoreTestingSelectionName: "tables",
      ProtectedResourceType: "DynamoDB",
      ProtectedResourceArns: ["*"],
      IamRoleArn: role,
      ValidationWindowHours: 2,
    },
  }),
);
for (let day = 0; day < 14; day++) {
  if (day > 1) {
    await dynamodb("PutItem", { TableName: "orders", Item: { id: { S: `${day}` } } });
  }
  // The window of two hours is open for another one.
  await tell("clock", { advance: day ? "P1D" : "PT7H" });
  const listed = await backup.send(
    new ListRestoreJobsCommand({ ByRestoreTestingPlanArn: drill.RestoreTestingPlanArn }),
  );
  for (const job of listed.RestoreJobs.filter((it) => it.ValidationStatus === "VALIDATING")) {
    const { Count } = await dynamodb("Scan", { TableName: job.CreatedResourceArn.split("/")[1] });
    const status = Count ? "SUCCESSFUL" : "FAILED";
    await backup.send(
      new PutRestoreValidationResultCommand({
        RestoreJobId: job.RestoreJobId,
        ValidationStatus: status,
        ValidationStatusMessage: `${Count} items`,
      }),
    );
    console.log(job.CreationDate.toISOString().slice(0, 10), status, Count);
  }
}
const answer = await backup.send(
  new ListRestoreJobSummariesCommand({ State: "ANY", AggregationPeriod: "FOURTEEN_DAYS" }),
);
for (const row of answer.RestoreJobSummaries) {
  console.log(row.Count, "restores", row.State);
}
const { TableNames } = await dynamodb("ListTables", {});
console.log("left:", ...TableNames);
