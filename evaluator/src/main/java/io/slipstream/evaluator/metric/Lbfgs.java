package io.slipstream.evaluator.metric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS: minimizes a smooth function of many variables by its gradient and the last ten steps.
 *
 * <p>The direction is the two-loop recursion; the step is found by bisection until it satisfies the weak Wolfe conditions
 * (sufficient decrease 1e-4, curvature 0.9), which keeps every stored pair's curvature positive. It stops when no component
 * of the gradient is larger than the tolerance, or when the value no longer falls in double precision.
 *
 * <p>Source: Nocedal and Wright, Numerical Optimization, 2006, algorithms 7.4 and 7.5; the step, Lewis and Overton, 2013,
 * doi:10.1007/s10107-012-0514-2, algorithm 2.6.
 */
final class Lbfgs {

    private static final int MEMORY = 10;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_TRIALS = 50;

    /** A differentiable function. */
    interface Objective {

        /** The value at x, whose gradient is written to {@code gradient}. */
        double at(double[] x, double[] gradient);
    }

    /**
     * Where the search ended.
     *
     * @param converged whether it ended because it was done, not because of the number of iterations
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared with nothing
    record Minimum(double[] x, double value, int iterations, boolean converged) {}

    /** A step, the change of the gradient along it, and their product. */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    private record Pair(double[] step, double[] change, double curvature) {}

    private final Objective objective;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double[] x;
    private double[] gradient;
    private double value;

    private Lbfgs(Objective objective, double[] start) {
        this.objective = objective;
        x = start.clone();
        gradient = new double[start.length];
        value = objective.at(x, gradient);
    }

    static Minimum minimize(Objective objective, double[] start, double tolerance, int maxIterations) {
        Lbfgs search = new Lbfgs(objective, start);
        int iteration = 0;
        boolean done = largest(search.gradient) <= tolerance;
        while (!done && iteration < maxIterations) {
            double before = search.value;
            search.step();
            iteration++;
            done = largest(search.gradient) <= tolerance || search.value >= before;
        }
        return new Minimum(search.x, search.value, iteration, done);
    }

    private void step() {
        double[] direction = direction();
        double slope = dot(gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
        double[] trial = new double[x.length];
        double[] trialGradient = new double[x.length];
        for (int i = 0; i < MOST_TRIALS; i++) {
            for (int j = 0; j < trial.length; j++) {
                trial[j] = x[j] + step * direction[j];
            }
            double trialValue = objective.at(trial, trialGradient);
            if (!(trialValue <= value + SUFFICIENT_DECREASE * step * slope)) {
                high = step;
            } else if (dot(trialGradient, direction) < CURVATURE * slope) {
                low = step;
            } else {
                accept(trial, trialGradient, trialValue);
                return;
            }
            step = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
        }
        // no lower value can be told apart in double precision: stay where it is
    }

    private void accept(double[] trial, double[] trialGradient, double trialValue) {
        double[] step = difference(trial, x);
        double[] change = difference(trialGradient, gradient);
        if (pairs.size() == MEMORY) {
            pairs.removeLast();
        }
        pairs.addFirst(new Pair(step, change, dot(step, change)));
        x = trial;
        gradient = trialGradient;
        value = trialValue;
    }

    /** Minus the approximate inverse Hessian times the gradient. */
    private double[] direction() {
        double[] q = new double[gradient.length];
        addScaled(q, -1, gradient);
        if (pairs.isEmpty()) {
            return q;
        }
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            alphas[i] = dot(pair.step(), q) / pair.curvature();
            addScaled(q, -alphas[i++], pair.change());
        }
        Pair newest = pairs.getFirst();
        double scale = newest.curvature() / dot(newest.change(), newest.change());
        for (int j = 0; j < q.length; j++) {
            q[j] *= scale;
        }
        for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            double beta = dot(pair.change(), q) / pair.curvature();
            addScaled(q, alphas[--i] - beta, pair.step());
        }
        return q;
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double component : vector) {
            largest = Math.max(largest, Math.abs(component));
        }
        return largest;
    }

    private static double dot(double[] a, double[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
        }
        return dot;
    }

    private static void addScaled(double[] target, double factor, double[] addend) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * addend[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }
}
