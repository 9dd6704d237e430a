package actions

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"

	"plugins.internal/acme/probe/connection"
	"plugins.internal/acme/probe/internal/schema"
)

// Echo gives back what it was given.
type Echo struct {
	// Connection is not used.
	Connection *connection.Connection

	// Log is not used.
	Log *slog.Logger
}

// Run copies every field, through the keys that both structs have on the wire.
func (action *Echo) Run(_ context.Context, input schema.EchoInput) (output schema.EchoOutput, err error) {
	text, err := json.Marshal(input)
	if err != nil {
		return output, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err = decoder.Decode(&output)
	return output, err
}
