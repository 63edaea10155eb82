"""The commented `config.yaml` that `init` writes."""

EXAMPLE_HEADING = "# The example configuration of policy-monitor"
"""How the config.yaml that ships with the repository begins; `init` recognises it and writes elsewhere."""

TEMPLATE = """\
# Configuration of policy-monitor. `policy-monitor check` validates this file. Every key is explained at
# https://policy-monitor.github.io/policy-monitor/guide/configuration/

schedule: "0 */6 * * *"          # for the daemon. cron: minute hour day month weekday; or an interval: every 6h
snapshots: snapshots/            # the archive of pages and texts. Back this up.
reports: reports/                # the rendered pages. Can be deleted: `policy-monitor report` recreates them.

archive:
  wayback:
    endpoint: https://web.archive.org
    requests_per_minute: 15
  save: false                    # true: also save each new live version to the Wayback Machine
  # timestamp: {url: https://tsa.example.org/tsr, certificate: tsa-root.pem}   # have the record's root signed (policy-monitor[timestamp])

alerts:
  threshold: material            # the lowest severity that alerts: critical | material | minor
  unjudged: on                   # also alert to changes in languages that are not judged: on | off
  digest: off                    # off | daily | weekly; critical changes are always sent at once
  # at: "08:00"                  # when a digest is sent (local time)
  # quiet: "22:00-07:00"         # hours without messages
  # topics: [sale-of-data]       # alert on these topics only (default: all)
  # report_base: https://example.org/watch   # for links in messages, if reports/index.html is published as https://example.org/watch/reports/index.html
  # Secrets come from the environment: ${NAME}. Test with: policy-monitor doctor
  # email: {to: [privacy@example.org], from: monitor@example.org, url: "smtp+starttls://me:${SMTP_PASSWORD}@mail.example.org:587"}
  apprise: []                    # chat, SMS, push …: any Apprise URL, such as "slack://${SLACK_TOKEN}"
  webhook: []                    # {url: https://…, secret: "${WEBHOOK_SECRET}"}

# `policy-monitor add URL --name NAME` adds a policy at the end and keeps your comments. A policy can have these keys, and more:
#  - id: example                 # for commands and folders (default: from the name)
#    name: Example
#    document: Privacy Policy
#    url: https://www.example.org/privacy
#    select: null                # CSS selector of the policy's text, if automatic extraction needs help
#    remove: []                  # CSS selectors to leave out
#    history: wayback            # wayback | memento:URL | warc:PATH | dir:PATH | none
#    browser: true               # the page needs JavaScript (requires policy-monitor[browser])
#    evidence: both              # screenshot | wacz | both | off: of each new version (requires policy-monitor[evidence])
#    threshold: material
#    alerts: {topics: [retention], digest: daily}     # overrides for this policy; `to: [legal@example.org]` also replaces the recipients
policies: []
"""
