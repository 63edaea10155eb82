"""The three streets, joined: gather keeps bytes, derive says what they mean, publish tells people."""
