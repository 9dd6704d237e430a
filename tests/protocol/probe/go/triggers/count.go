package triggers

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"plugins.internal/acme/probe/connection"
	"plugins.internal/acme/probe/internal/plugin"
	"plugins.internal/acme/probe/internal/schema"
)

// Count emits three events and waits.
type Count struct {
	// Connection is not used.
	Connection *connection.Connection

	// Log goes along with the events.
	Log *slog.Logger
}

// Run emits, then waits to be stopped.
func (trigger *Count) Run(ctx context.Context, input schema.CountInput, session *plugin.Session[schema.CountOutput]) error {
	first := input.First
	if next, isNumber := session.State["next"].(json.Number); isNumber {
		first, _ = next.Int64()
	}
	for number := first; number < first+3; number++ {
		trigger.Log.Info(fmt.Sprintf("number %d", number))
		if err := session.Send(schema.CountOutput{Number: number}); err != nil {
			return err
		}
		session.State["next"] = number + 1
	}
	for plugin.Wait(ctx, time.Minute) {
	}
	return ctx.Err()
}

// Stop says that the call came.
func (trigger *Count) Stop() {
	trigger.Log.Info("stopping")
}
