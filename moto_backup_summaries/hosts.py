"""The hosts of AWS Backup, as botocore's endpoint rules and its partitions.json have them, and its principal.

Each region has four: the plain one, by FIPS, by dual stack, and by both. moto knows the first only.
"""

import re

# The service, as roles trust it and organizations delegate to it. Registration reads it without the service's
# modules, which import moto's.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/manage-cross-account.html
PRINCIPAL = "backup.amazonaws.com"

# The suffixes of the partitions, in their order; each pair is without and with dual stack.
SUFFIXES = (
    *("amazonaws.com", "api.aws"),
    *("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    *("amazonaws.eu", "api.amazonwebservices.eu"),
    *("c2s.ic.gov", "api.aws.ic.gov"),
    *("sc2s.sgov.gov", "api.aws.scloud"),
    *("cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    *("csp.hci.ic.gov", "api.aws.hci.ic.gov"),
)
_ANY_SUFFIX = "|".join(map(re.escape, SUFFIXES))
# S3 has the buckets that are named backup, such as backup.s3.amazonaws.com.
URL = rf"https?://backup(?:-fips)?\.(?!s3[.-])[^./]+\.(?:{_ANY_SUFFIX})"
