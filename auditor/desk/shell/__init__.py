"""The phone's shell: what a line typed into `adb shell` does, and the programs that an app itself may run."""
