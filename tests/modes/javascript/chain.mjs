// Drives a moto_backup_server, whose URL is the argument, and prints what it saw as JSON.
import * as sdk from "@aws-sdk/client-backup";

const client = (region) =>
  new sdk.BackupClient({
    region,
    endpoint: process.argv[2],
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  });
const near = client("us-east-1");
const far = client("eu-west-1");
const role = "arn:aws:iam::123456789012:role/backup";
const volume = "arn:aws:ec2:us-east-1:123456789012:volume/vol-1";

await near.send(new sdk.CreateBackupVaultCommand({ BackupVaultName: "nightly" }));
const vault = await far.send(new sdk.CreateBackupVaultCommand({ BackupVaultName: "far" }));

const backup = await near.send(
  new sdk.StartBackupJobCommand({
    BackupVaultName: "nightly",
    ResourceArn: volume,
    IamRoleArn: role,
  }),
);
const backedUp = await near.send(
  new sdk.DescribeBackupJobCommand({ BackupJobId: backup.BackupJobId }),
);
const ofResource = await near.send(
  new sdk.ListRecoveryPointsByResourceCommand({ ResourceArn: volume }),
);
const copy = await near.send(
  new sdk.StartCopyJobCommand({
    RecoveryPointArn: ofResource.RecoveryPoints[0].RecoveryPointArn,
    SourceBackupVaultName: "nightly",
    DestinationBackupVaultArn: vault.BackupVaultArn,
    IamRoleArn: role,
  }),
);
const copied = await near.send(new sdk.DescribeCopyJobCommand({ CopyJobId: copy.CopyJobId }));
const arn = copied.CopyJob.DestinationRecoveryPointArn;
const point = await far.send(
  new sdk.DescribeRecoveryPointCommand({ BackupVaultName: "far", RecoveryPointArn: arn }),
);
const vaultArn = vault.BackupVaultArn;
await far.send(new sdk.TagResourceCommand({ ResourceArn: vaultArn, Tags: { team: "db" } }));
const tags = await far.send(new sdk.ListTagsCommand({ ResourceArn: vaultArn }));
const restore = await far.send(
  new sdk.StartRestoreJobCommand({ RecoveryPointArn: arn, Metadata: { a: "b" }, IamRoleArn: role }),
);
const restored = await far.send(
  new sdk.DescribeRestoreJobCommand({ RestoreJobId: restore.RestoreJobId }),
);
const scan = await far.send(
  new sdk.StartScanJobCommand({
    BackupVaultName: "far",
    RecoveryPointArn: arn,
    IamRoleArn: role,
    ScannerRoleArn: role,
    MalwareScanner: "GUARDDUTY",
    ScanMode: "FULL_SCAN",
  }),
);
const scanned = await far.send(new sdk.DescribeScanJobCommand({ ScanJobId: scan.ScanJobId }));

// A second vault's worth of rows, so that pages of one row are more than one.
for (const name of ["dynamodb:us-east-1:123456789012:table/t", "s3:::bucket"]) {
  await near.send(
    new sdk.StartBackupJobCommand({
      BackupVaultName: "nightly",
      ResourceArn: `arn:aws:${name}`,
      IamRoleArn: role,
    }),
  );
}

const joined = async (paginate, by, member) => {
  const pages = [];
  for await (const page of paginate({ client: by, pageSize: 1 }, { ResourceType: "ANY" })) {
    pages.push(page[member].map((row) => [row.ResourceType, row.Count]));
  }
  return pages;
};
const failures = [];
for (const command of [
  new sdk.DescribeBackupJobCommand({ BackupJobId: "none" }),
  new sdk.ListBackupJobSummariesCommand({ State: "DONE" }),
  new sdk.DescribeFrameworkCommand({ FrameworkName: "absent" }),
]) {
  await near.send(command).catch((error) => failures.push(error.name));
}

console.log(
  JSON.stringify({
    states: [
      backedUp.State,
      copied.CopyJob.State,
      point.Status,
      restored.Status,
      scanned.State,
      scan.$metadata.httpStatusCode,
    ],
    created: backedUp.CreationDate instanceof Date,
    tags: tags.Tags,
    jobs: (await near.send(new sdk.ListBackupJobsCommand({}))).BackupJobs.length,
    backup: await joined(sdk.paginateListBackupJobSummaries, near, "BackupJobSummaries"),
    copy: await joined(sdk.paginateListCopyJobSummaries, near, "CopyJobSummaries"),
    restore: await joined(sdk.paginateListRestoreJobSummaries, far, "RestoreJobSummaries"),
    scan: await joined(sdk.paginateListScanJobSummaries, far, "ScanJobSummaries"),
    failures,
  }),
);
