package io.carrick.tck.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the broker's modules, and what no broker code may do. */
@AnalyzeClasses(packages = "io.carrick", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
    private static final String[] BROKER = {
        "io.carrick.store..",
        "io.carrick.broker..",
        "io.carrick.transactions..",
        "io.carrick.amqp..",
        "io.carrick.server.."
    };

    private static final String[] ENGINE = {
        "io.carrick.amqp.codec..", "io.carrick.amqp.engine..", "io.carrick.amqp.mechanism.."
    };
    private static final String[] ADAPTER = {
        "io.carrick.amqp",
        "io.carrick.amqp.filter..",
        "io.carrick.amqp.link..",
        "io.carrick.amqp.message..",
        "io.carrick.amqp.sasl..",
        "io.carrick.amqp.transport.."
    };

    private static final DescribedPredicate<JavaClass> PROVIDER =
            resideInAPackage("io.carrick.jms..").and(resideOutsideOfPackage("io.carrick.jms.spring.."));

    @ArchTest
    static final ArchRule MODULES_KNOW_ONLY_WHAT_THE_ARROWS_ALLOW = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.carrick..")
            .layer("store")
            .definedBy("io.carrick.store..")
            .layer("broker-core")
            .definedBy("io.carrick.broker..")
            .optionalLayer("transactions")
            .definedBy("io.carrick.transactions..")
            .layer("amqp-engine")
            .definedBy(ENGINE)
            .layer("amqp-adapter")
            .definedBy(ADAPTER)
            .optionalLayer("jms-provider")
            .definedBy(PROVIDER)
            .optionalLayer("jms-provider-spring")
            .definedBy("io.carrick.jms.spring..")
            .layer("server")
            .definedBy("io.carrick.server..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("jms-provider-spring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("jms-provider")
            .mayOnlyBeAccessedByLayers("jms-provider-spring")
            .whereLayer("amqp-adapter")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("amqp-engine")
            .mayOnlyBeAccessedByLayers("amqp-adapter", "jms-provider", "server")
            .whereLayer("amqp-engine")
            .mayNotAccessAnyLayer()
            .whereLayer("transactions")
            .mayOnlyBeAccessedByLayers("amqp-adapter", "server")
            .whereLayer("broker-core")
            .mayOnlyBeAccessedByLayers("transactions", "amqp-adapter", "server")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("broker-core", "server");

    @ArchTest
    static final ArchRule STORE_KNOWS_NO_PROTOCOL_AND_NO_NETWORK = noClasses()
            .that()
            .resideInAPackage("io.carrick.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "org.apache.qpid..", "jakarta.jms..", "java.net..");

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_PROTOCOL_AND_NO_NETWORK = noClasses()
            .that()
            .resideInAPackage("io.carrick.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "org.apache.qpid..", "jakarta.jms..", "java.net..");

    @ArchTest
    static final ArchRule NO_CLASS_IS_LOADED_OR_DESERIALIZED_BY_NAME = noClasses()
            .that()
            .resideInAnyPackage(BROKER)
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
            .orShould()
            .callMethod(ClassLoader.class, "loadClass", String.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.io.ObjectInputStream.class)
            .because("no class name and no serialized object from outside may reach the broker");

    @ArchTest
    static final ArchRule NOTHING_SLEEPS = noClasses()
            .that()
            .resideInAnyPackage(BROKER)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .because("what is waited for has a condition, and time comes from a scheduler");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.carrick.store..", "io.carrick.broker..", "io.carrick.transactions..", "io.carrick.amqp..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_STORE_FORM_NO_CYCLE =
            slices().matching("io.carrick.store.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_CORE_FORM_NO_CYCLE =
            slices().matching("io.carrick.broker.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_ADAPTER_FORM_NO_CYCLE =
            slices().matching("io.carrick.amqp.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_THE_SERVER_FORM_NO_CYCLE =
            slices().matching("io.carrick.server.(*)..").should().beFreeOfCycles();
}
