"""The three stages, joined: gather stores bytes, derive turns them into versions and changelogs, publish renders and alerts."""
