// A stack of what aws-cdk-lib's aws-backup makes; prints its template.
const { App, Duration, RemovalPolicy, Stack } = require("aws-cdk-lib");
const backup = require("aws-cdk-lib/aws-backup");
const dynamodb = require("aws-cdk-lib/aws-dynamodb");
const events = require("aws-cdk-lib/aws-events");
const iam = require("aws-cdk-lib/aws-iam");
const sns = require("aws-cdk-lib/aws-sns");

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, "Backups", { env: { account: "123456789012", region: "us-east-1" } });
const topic = new sns.Topic(stack, "Told");
const vault = new backup.BackupVault(stack, "Vault", {
  backupVaultName: "nightly",
  blockRecoveryPointDeletion: true,
  lockConfiguration: { minRetention: Duration.days(7), maxRetention: Duration.days(4000) },
  notificationTopic: topic,
  notificationEvents: [backup.BackupVaultEvents.BACKUP_JOB_COMPLETED],
  removalPolicy: RemovalPolicy.DESTROY,
});
new backup.CfnLogicallyAirGappedBackupVault(stack, "Gapped", {
  backupVaultName: "gapped",
  minRetentionDays: 7,
  maxRetentionDays: 70,
});
const table = new dynamodb.Table(stack, "Orders", {
  partitionKey: { name: "id", type: dynamodb.AttributeType.STRING },
  removalPolicy: RemovalPolicy.DESTROY,
});
for (const [name, plan] of [
  ["Daily", backup.BackupPlan.daily35DayRetention(stack, "Daily", vault)],
  ["Monthly", backup.BackupPlan.dailyMonthly1YearRetention(stack, "Monthly", vault)],
  ["Weekly", backup.BackupPlan.dailyWeeklyMonthly5YearRetention(stack, "Weekly", vault)],
  ["Longest", backup.BackupPlan.dailyWeeklyMonthly7YearRetention(stack, "Longest", vault)],
]) {
  plan.addSelection(`${name}Chosen`, {
    resources: [
      backup.BackupResource.fromConstruct(table),
      backup.BackupResource.fromTag("backup", "daily"),
      backup.BackupResource.fromArn("arn:aws:ec2:us-east-1:123456789012:volume/*"),
    ],
  });
}
const plan = new backup.BackupPlan(stack, "Continuous", { windowsVss: true });
plan.addRule(
  new backup.BackupPlanRule({
    backupVault: vault,
    ruleName: "continuous",
    enableContinuousBackup: true,
    deleteAfter: Duration.days(14),
    startWindow: Duration.hours(1),
    completionWindow: Duration.hours(2),
    scheduleExpression: events.Schedule.cron({ hour: "3", minute: "30" }),
    copyActions: [
      {
        destinationBackupVault: new backup.BackupVault(stack, "Copies", {
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        deleteAfter: Duration.days(120),
        moveToColdStorageAfter: Duration.days(30),
      },
    ],
  }),
);
plan.addSelection("Everything", {
  role: new iam.Role(stack, "Role", { assumedBy: new iam.ServicePrincipal("backup.amazonaws.com") }),
  resources: [backup.BackupResource.fromArn("*")],
  allowRestores: true,
});
console.log(JSON.stringify(app.synth().getStackByName("Backups").template, null, 1));
