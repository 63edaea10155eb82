"""What a service among others needs: a word to the service manager, and figures for whoever watches the watcher."""
