"""The commented `config.yaml` that `init` writes."""

TEMPLATE = """\
# policy-monitor: what is watched, how often, and who is told.
# Every key is explained in docs/guide/configuration.md; `policy-monitor check` tells what is wrong, with the line.

schedule: "0 */6 * * *"          # cron: minute hour day month weekday (the daemon's; a policy may have its own)
snapshots: snapshots/            # the bytes and texts: the archive. Back this up.
reports: reports/                # the pages: may be deleted, `policy-monitor report` makes them again

archive:
  wayback:
    endpoint: https://web.archive.org
    requests_per_minute: 15

alerts:
  threshold: material            # critical | material | minor
  digest: off                    # off | daily | weekly
  # Secrets come from the environment: ${NAME}.
  # email: {to: [privacy@example.org], from: monitor@example.org, url: "smtp+starttls://me:${SMTP_PASSWORD}@mail.example.org:587"}
  apprise: []                    # chat and everything else: any Apprise URL, e.g. "slack://${SLACK_TOKEN}"
  webhook: []                    # {url: https://…, secret: ${WEBHOOK_SECRET}}

# `policy-monitor add URL --name NAME` adds a policy at the end and keeps your comments. Each may have:
#  - id: example                 # slug; default from the name
#    name: Example
#    document: Privacy Policy
#    url: https://www.example.org/privacy
#    select: null                # CSS, when the automatic extraction needs help
#    remove: []
#    history: wayback            # wayback | memento:URL | warc:PATH | dir:PATH | none
#    threshold: material
policies: []
"""
