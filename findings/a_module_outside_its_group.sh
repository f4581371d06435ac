#!/usr/bin/env bash
# ansible 14.5.0: defaults for the modules of AWS Backup
#
# Behaviour: region, endpoint and keys that a play sets once for group/amazon.aws.aws reach all modules of AWS
# Backup but backup_restore_job_info, which is in no group: it asks for a region, although the play names one.
#
# Output:
#   backup_plan_info: has the endpoint of the play
#   backup_restore_job_info: requires a region
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet ansible==14.5.0 boto3==1.44.8
unset AWS_REGION AWS_DEFAULT_REGION
cat > play.yml <<'YAML'
- hosts: localhost
  gather_facts: false
  vars: {ansible_python_interpreter: "{{ ansible_playbook_python }}"}
  module_defaults:
    group/amazon.aws.aws:
      {region: us-east-1, endpoint_url: "http://127.0.0.1:1", access_key: testing, secret_key: testing}
  tasks:
    - amazon.aws.backup_plan_info: {backup_plan_names: [nightly]}
      ignore_errors: true
      register: plans
    - amazon.aws.backup_restore_job_info: {restore_job_id: none}
      ignore_errors: true
      register: jobs
    - copy:
        dest: seen
        content: |
          backup_plan_info: {{ '127.0.0.1:1' in plans.msg and 'has the endpoint of the play' or plans.msg }}
          backup_restore_job_info: {{ 'requires a region' in jobs.msg and 'requires a region' or jobs.msg }}
YAML
env/bin/ansible-playbook --connection local --inventory localhost, play.yml > log 2>&1
diff <(echo "$expected") seen
