"""AWS Backup's addresses. One route for all of them: moto compiles each of a service anew per request."""

from ...hosts import URL
from .responses import BackupJobsResponse

url_bases = [URL]
url_paths = {r"{0}/(?P<path>[\s\S]*)$": BackupJobsResponse.dispatch}
