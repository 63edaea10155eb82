"""Reading and comparing what strangers wrote, in a process of its own whose time and memory are limited."""
