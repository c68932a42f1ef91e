package io.slipstream.trainer;

import ai.djl.ndarray.NDManager;
import io.slipstream.trainer.engine.Torch;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test an {@link NDManager} on a thread prepared for training; everything native dies with the test. */
public final class WithTorch implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(WithTorch.class);

    /** Closes the manager with the store of the test. */
    private record Owner(NDManager manager) implements AutoCloseable {
        @Override
        public void close() {
            manager.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == NDManager.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        NDManager manager = test.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Owner.class, type -> new Owner(Torch.start(1)), Owner.class)
                .manager();
        Torch.prepareTrainingThread();
        return manager;
    }
}
