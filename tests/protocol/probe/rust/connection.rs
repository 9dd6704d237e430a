//! Refuses one host.

use serde_json::{Value, json};

use crate::runtime::{self, PluginError, Result};
use crate::schema::connection::Settings;

/// Refuses one host.
#[derive(Debug)]
pub struct Connection {
    settings: Settings,
}

impl runtime::Connection for Connection {
    type Settings = Settings;

    fn connect(settings: Settings) -> Result<Self> {
        Ok(Self { settings })
    }

    fn test(&self) -> Result<Value> {
        if self.settings.host == "closed.example.com" {
            return Err(PluginError::new("The server is closed.", "Come back tomorrow.").into());
        }
        Ok(json!({"host": self.settings.host, "port": self.settings.port}))
    }
}
