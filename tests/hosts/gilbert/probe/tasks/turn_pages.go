package tasks

import (
	"context"

	"example.com/acme/gilbert-plugin-probe/internal/gilbert"
	"example.com/acme/gilbert-plugin-probe/internal/schema"
)

// TurnPages is the task turn_pages: Turns three pages a run.
func TurnPages(_ context.Context, _ *gilbert.Job[schema.Settings], _ schema.TurnPagesInput, state schema.TurnPagesState) (gilbert.TaskResult[schema.TurnPagesOutput, schema.TurnPagesState], error) {
	result := gilbert.TaskResult[schema.TurnPagesOutput, schema.TurnPagesState]{State: state}
	result.State.Page++
	result.Output.Page = result.State.Page
	result.HasMorePages = result.State.Page%3 != 0
	return result, nil
}
