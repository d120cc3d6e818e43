"""What is decided about goals and indicators, purely: figures, lights, tables, rules of arithmetic, guarantees."""
