package io.carrick.amqp.interop;

import org.apache.qpid.proton.amqp.DescribedType;

/** A described value. */
record Described(Object descriptor, Object described) implements DescribedType {
    @Override
    public Object getDescriptor() {
        return descriptor;
    }

    @Override
    public Object getDescribed() {
        return described;
    }
}
