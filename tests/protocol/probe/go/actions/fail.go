package actions

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"math"

	"plugins.internal/acme/probe/connection"
	"plugins.internal/acme/probe/internal/plugin"
	"plugins.internal/acme/probe/internal/schema"
)

// Fail ends in the way that it is asked to.
type Fail struct {
	// Connection is not used.
	Connection *connection.Connection

	// Log is written to where that is asked for.
	Log *slog.Logger
}

// Run does as asked.
func (action *Fail) Run(_ context.Context, input schema.FailInput) (schema.FailOutput, error) {
	output := schema.FailOutput{Colour: schema.FailOutputColourGreen, Count: 1}
	switch input.Way {
	case schema.FailInputWayPluginError:
		err := plugin.NewError("The server said no.", "Ask it nicely.")
		err.Data = map[string]any{"code": 418}
		return output, fmt.Errorf("wrapped: %w", err)
	case schema.FailInputWayBareError:
		return output, plugin.NewError("The server said no.", "")
	case schema.FailInputWayCrash:
		panic(errors.New("something broke"))
	case schema.FailInputWayWrongEnum:
		output.Colour = "a word"
	case schema.FailInputWayNotFinite:
		share := math.Inf(-1)
		output.Ratios, output.Share = []float64{0.5, math.NaN()}, &share
	case schema.FailInputWayPrint:
		fmt.Println("this is no event")
	case schema.FailInputWayLog:
		action.Log.Debug("a detail")
		log.Print("a line")
		action.Log.Warn("a warning")
	}
	return output, nil
}
