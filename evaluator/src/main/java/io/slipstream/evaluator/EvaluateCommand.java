package io.slipstream.evaluator;

/** The evaluate command. */
public final class EvaluateCommand {}
