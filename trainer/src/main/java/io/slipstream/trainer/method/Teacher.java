package io.slipstream.trainer.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.backbone.Backbone;
import io.slipstream.trainer.device.Devices;
import io.slipstream.trainer.view.Views;
import java.util.List;
import java.util.Optional;

/** The student's counterpart that sets the targets: a network that follows it, or none at all. */
interface Teacher {

    /** What the student is to match; no gradient is recorded. Empty without a teacher. */
    List<NDArray> targets(Views views, long step);

    /** Moves the teacher towards the student after a step of {@code batch} images; returns the momentum, 0..1. */
    double follow(int batch, NDManager scope);

    /** Its network. */
    Branch branch();

    /** Its network, if there is one. */
    Optional<Branch> network();

    /** The teacher that a method wants, equal to the student at the start. */
    static Teacher of(Method method, Backbone backbone, Branch student, long seed, Devices devices, NDManager manager) {
        return method.teacher()
                .<Teacher>map(halfLife -> {
                    Branch branch = Branch.of(
                            backbone::teacher,
                            method.teacherHeads(backbone.dim(), backbone.precision()),
                            seed,
                            devices,
                            manager);
                    return new Following(method, new FollowingBranch(branch, student, halfLife, manager));
                })
                .orElseGet(None::new);
    }

    /** A teacher whose weights are an exponential moving average of the student's. */
    final class Following implements Teacher {

        private final Method method;
        private final FollowingBranch following;

        Following(Method method, FollowingBranch following) {
            this.method = method;
            this.following = following;
        }

        @Override
        public List<NDArray> targets(Views views, long step) {
            return method.targets(branch(), views, step);
        }

        @Override
        public double follow(int batch, NDManager scope) {
            return following.follow(batch, scope);
        }

        @Override
        public Branch branch() {
            return following.branch();
        }

        @Override
        public Optional<Branch> network() {
            return Optional.of(branch());
        }
    }

    /** No teacher: the student is compared with itself. */
    final class None implements Teacher {

        @Override
        public List<NDArray> targets(Views views, long step) {
            return List.of();
        }

        @Override
        public double follow(int batch, NDManager scope) {
            return 0;
        }

        @Override
        public Branch branch() {
            throw new IllegalStateException("expected a method with a teacher, found one without");
        }

        @Override
        public Optional<Branch> network() {
            return Optional.empty();
        }
    }
}
