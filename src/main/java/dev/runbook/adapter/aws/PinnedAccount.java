package dev.runbook.adapter.aws;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Lets no call out before it is known that its credentials belong to the account that the inventory pins. */
final class PinnedAccount implements ExecutionInterceptor {

    private final Supplier<Optional<String>> objection;
    private final AtomicBoolean confirmed = new AtomicBoolean();

    /** @param objection asks AWS; yields what is wrong, or throws an error of the SDK */
    PinnedAccount(Supplier<Optional<String>> objection) {
        this.objection = objection;
    }

    /** The credentials belong to another account than they should. */
    static final class Mismatch extends SdkClientException {

        private static final long serialVersionUID = 1L;

        Mismatch(String message) {
            super(SdkClientException.builder().message(message));
        }
    }

    /** Takes the answer of somebody who has asked already. */
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
