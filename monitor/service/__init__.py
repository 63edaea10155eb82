"""The long-running service: the daemon, its schedules, its metrics, and notifications to the service manager."""
