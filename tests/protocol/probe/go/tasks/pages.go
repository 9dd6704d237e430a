package tasks

import (
	"context"
	"log/slog"

	"plugins.internal/acme/probe/connection"
	"plugins.internal/acme/probe/internal/plugin"
	"plugins.internal/acme/probe/internal/schema"
)

// Pages gives three pages, one after the other.
type Pages struct {
	// Connection is not used.
	Connection *connection.Connection

	// Log is not used.
	Log *slog.Logger
}

// Run gives one page.
func (task *Pages) Run(_ context.Context, input schema.PagesInput, state schema.PagesState) (plugin.TaskResult[schema.PagesOutput, schema.PagesState], error) {
	result := plugin.TaskResult[schema.PagesOutput, schema.PagesState]{HasMorePages: state.Page < 2}
	for number := state.Page * input.Size; number < (state.Page+1)*input.Size; number++ {
		result.Output.Numbers = append(result.Output.Numbers, number)
	}
	result.State.Page = state.Page + 1
	return result, nil
}
