package dev.runbook.adapter.aws;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Blocks all calls until it has verified that the credentials belong to the account that the inventory sets. */
final class PinnedAccount implements ExecutionInterceptor {

    private final Supplier<Optional<String>> objection;
    private final AtomicBoolean confirmed = new AtomicBoolean();

    /** @param objection asks AWS; returns what is wrong, or throws an error of the SDK */
    PinnedAccount(Supplier<Optional<String>> objection) {
        this.objection = objection;
    }

    /** The credentials belong to another account than the inventory sets. */
    static final class Mismatch extends SdkClientException {

        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(SdkClientException.builder().message(message));
        }
    }

    /** Skips the verification, because the caller has done it. */
    void confirm() {
        confirmed.set(true);
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (confirmed.get()) {
            return;
        }
        Optional<String> wrong = objection.get();
        if (wrong.isPresent()) {
            throw new Mismatch(wrong.get());
        }
        confirmed.set(true);
    }
}
