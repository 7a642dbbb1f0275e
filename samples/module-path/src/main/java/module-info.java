/** An application as a module. */
module io.carrick.samples.modules {
    requires io.carrick.jms;
    requires jakarta.messaging;
    requires java.naming;
}
