package io.carrick.tck.interop;

import io.carrick.tck.client.ClientKind;
import io.carrick.tck.process.BrokerAddress;

/** Qpid Proton C++; this version of the library has no transactions. */
class ProtonCppIT extends InteropContract {

    ProtonCppIT(BrokerAddress broker) {
        super(ClientKind.PROTON_CPP, broker);
    }
}
