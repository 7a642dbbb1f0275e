package io.carrick.tck.jms;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Runs tests that carry a {@link KnownDifference} the other way round: they must fail. */
final class KnownDifferences implements InvocationInterceptor {

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        intercept(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        intercept(invocation, context);
    }

    private static void intercept(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        Optional<KnownDifference> known = of(context);
        if (known.isEmpty()) {
            invocation.proceed();
        } else if (known.get().skip()) {
            invocation.skip();
            throw new TestAbortedException(
                    "known difference, not run: " + known.get().is());
        } else {
            expectFailure(invocation, known.get());
        }
    }

    private static void expectFailure(Invocation<Void> invocation, KnownDifference known) throws Throwable {
        try {
            invocation.proceed();
        } catch (Exception | AssertionError difference) {
            throw new TestAbortedException("known difference: " + known.is(), difference);
        }
        if (known.sometimes()) {
            return;
        }
        throw new AssertionError(known.provider() + " does what the specification says: remove the known difference '"
                + known.is() + "'");
    }

    private static Optional<KnownDifference> of(ExtensionContext context) {
        JmsProvider provider = ((JmsSpecification) context.getRequiredTestInstance()).provider;
        return Arrays.stream(context.getRequiredTestMethod().getAnnotationsByType(KnownDifference.class))
                .filter(known -> known.provider() == provider)
                .filter(known -> context.getDisplayName().contains(known.invocation()))
                .findFirst();
    }
}
