"""What moto's CloudFormation makes of AWS Backup's resources in a template."""
