package actions

import (
	"context"
	"errors"

	"example.com/acme/gilbert-plugin-probe/internal/gilbert"
	"example.com/acme/gilbert-plugin-probe/internal/schema"
)

// GoWrong is the action go_wrong: Fails in several ways.
func GoWrong(_ context.Context, _ *gilbert.Job[schema.Settings], input schema.GoWrongInput) (schema.GoWrongOutput, error) {
	switch input.How {
	case schema.GoWrongInputHowError:
		return schema.GoWrongOutput{}, errors.New("the colours have run out")
	case schema.GoWrongInputHowPanic:
		panic("no colours at all")
	default:
		return schema.GoWrongOutput{Colour: "green"}, nil
	}
}
