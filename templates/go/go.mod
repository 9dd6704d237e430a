module specc.internal/template

go 1.24
