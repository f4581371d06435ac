#!/usr/bin/env bash
# placebo 0.10.0, boto3 1.44.8: dates in what was recorded
#
# Behaviour: a recording keeps what the clock of the recording machine showed, without its zone, and is played
# back as UTC. Made in Tokyo, the jobs of 05:00 UTC are of 14:00 UTC ever after, and those of the evening are
# of the next day.
#
# Output:
#   TZ=UTC: answered 2026-03-01T05:00:00+00:00, played back 2026-03-01T05:00:00+00:00
#   TZ=Asia/Tokyo: answered 2026-03-01T05:00:00+00:00, played back 2026-03-01T14:00:00+00:00
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

python3 -m venv env
env/bin/pip install --quiet placebo==0.10.0 boto3==1.44.8
cat > record.py <<'PYTHON'
import json
import os
import sys
import threading
from datetime import timezone
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import placebo

ANSWER = json.dumps({"BackupJobs": [{"BackupJobId": "a", "CreationDate": 1772341200}]}).encode()


class Backup(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Backup)
threading.Thread(target=server.serve_forever, daemon=True).start()


def date(mode):
    session = boto3.Session("testing", "testing", region_name="us-east-1")
    pill = placebo.attach(session, data_path=sys.argv[1])
    getattr(pill, mode)()
    client = session.client("backup", endpoint_url=f"http://127.0.0.1:{server.server_port}")
    (job,) = client.list_backup_jobs()["BackupJobs"]
    return job["CreationDate"].astimezone(timezone.utc).isoformat()


print(f"TZ={os.environ['TZ']}: answered {date('record')}, played back {date('playback')}")
PYTHON
for zone in UTC Asia/Tokyo; do
  mkdir -p "recorded/$zone"
  TZ=$zone env/bin/python -W ignore record.py "recorded/$zone" 2>> log | grep '^TZ' >> seen
done
diff <(echo "$expected") seen
