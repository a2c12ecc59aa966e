"""From Android's bytecode to the JVM's, at install and for code that an app loads later."""
