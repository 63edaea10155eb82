"""The commented `config.yaml` that `init` writes."""

TEMPLATE = """\
# policy-monitor: what is watched, how often, and who is told.
# Every key is explained in docs/guide/configuration.md; `policy-monitor check` tells what is wrong, with the line.

schedule: "0 */6 * * *"          # cron: minute hour day month weekday; or every 6h (the daemon's; a policy may have its own)
snapshots: snapshots/            # the bytes and texts: the archive. Back this up.
reports: reports/                # the pages: may be deleted, `policy-monitor report` makes them again

archive:
  wayback:
    endpoint: https://web.archive.org
    requests_per_minute: 15
  save: false                    # true: each new live version is saved there too

alerts:
  threshold: material            # critical | material | minor
  digest: off                    # off | daily | weekly; a critical change never waits for it
  # at: "08:00"                  # of the digest, by this machine's clock
  # quiet: "22:00-07:00"         # no messages then
  # topics: [sale-of-data]       # only changes of these topics alert; none: all
  # report_base: https://example.org/watch   # reports/index.html is published as https://example.org/watch/reports/index.html
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
#    browser: true               # scripts draw the page (needs policy-monitor[browser])
#    threshold: material
#    alerts: {topics: [retention], digest: daily}     # this policy's own; with `to: [legal@example.org]` also its own recipients
policies: []
"""
