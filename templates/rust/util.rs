//! What your actions, triggers and tasks share besides the connection. Modules of your own go here.
