// Package connection refuses one host.
package connection

import (
	"context"
	"log/slog"

	"plugins.internal/acme/probe/internal/plugin"
	"plugins.internal/acme/probe/internal/schema"
)

// Connection refuses one host.
type Connection struct {
	// Settings are those of the start message.
	Settings schema.Settings
}

// Open keeps the settings.
func Open(_ context.Context, settings schema.Settings, _ *slog.Logger) (*Connection, error) {
	return &Connection{Settings: settings}, nil
}

// Test tells host and port.
func (connection *Connection) Test(context.Context) (any, error) {
	if connection.Settings.Host == "closed.example.com" {
		return nil, plugin.NewError("The server is closed.", "Come back tomorrow.")
	}
	return map[string]any{"host": connection.Settings.Host, "port": connection.Settings.Port}, nil
}

// Close has nothing to do.
func (connection *Connection) Close() error {
	return nil
}
