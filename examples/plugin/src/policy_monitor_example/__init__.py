"""An example of a plug-in for policy-monitor: one part of each kind."""
