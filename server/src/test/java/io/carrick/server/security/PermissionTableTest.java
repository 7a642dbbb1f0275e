package io.carrick.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.carrick.broker.Authorizer;
import io.carrick.broker.Identity;
import io.carrick.broker.Permission;
import io.carrick.server.config.PermissionConfiguration;
import io.carrick.server.config.PermissionConfiguration.Verb;
import io.carrick.server.config.SecurityConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionTableTest {
    private static final Identity CLERK = new Identity("carl", Set.of("clerk"));
    private static final Identity AUDITOR = new Identity("ann", Set.of("auditor", "guest"));
    private static final Identity ADMIN = new Identity("root", Set.of("admin"));
    private static final Identity STRANGER = new Identity("sam", Set.of());

    private final Authorizer table = table(
            List.of(
                    new PermissionConfiguration("orders.#", List.of(Verb.SEND, Verb.RECEIVE), List.of("clerk")),
                    new PermissionConfiguration("orders.#", List.of(Verb.BROWSE), List.of("auditor", "clerk")),
                    new PermissionConfiguration("#", List.of(Verb.ALL), List.of("admin")),
                    new PermissionConfiguration("public.*", List.of(Verb.SEND), List.of("*")),
                    new PermissionConfiguration("lobby", List.of(Verb.RECEIVE), List.of("guest"))),
            List.of("guest"));

    private static Authorizer table(List<PermissionConfiguration> rules, List<String> anonymousRoles) {
        return PermissionTable.of(
                new SecurityConfiguration(Optional.empty(), anonymousRoles, List.of(), rules, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "SEND,    true,  false",
        "RECEIVE, true,  false",
        "CREATE,  false, false",
        "DELETE,  false, false",
        "BROWSE,  true,  true",
        "MANAGE,  false, false",
    })
    void shouldPermitEachRoleExactlyItsVerbs(Permission verb, boolean clerk, boolean auditor) {
        assertThat(table.permits(CLERK, verb, "orders.eu")).isEqualTo(clerk);
        assertThat(table.permits(AUDITOR, verb, "orders.eu")).isEqualTo(auditor);
        assertThat(table.permits(ADMIN, verb, "orders.eu")).isTrue();
        assertThat(table.permits(STRANGER, verb, "orders.eu")).isFalse();
        assertThat(table.permits(CLERK, verb, "invoices")).isFalse();
        assertThat(table.permits(LocalAdministrator.IDENTITY, verb, "orders.eu"))
                .isTrue();
    }

    @Test
    void shouldPermitEveryoneWhatTheStarPermits() {
        assertThat(table.permits(STRANGER, Permission.SEND, "public.news")).isTrue();
        assertThat(table.permits(Identity.ANONYMOUS, Permission.SEND, "public.news"))
                .isTrue();
        assertThat(table.permits(STRANGER, Permission.RECEIVE, "public.news")).isFalse();
    }

    @Test
    void shouldGiveClientsWithoutCredentialsTheAnonymousRoles() {
        assertThat(table.permits(Identity.ANONYMOUS, Permission.RECEIVE, "lobby"))
                .isTrue();
        assertThat(table.permits(STRANGER, Permission.RECEIVE, "lobby")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void shouldPermitEverythingWhileNoPermissionIsConfigured(Permission verb) {
        assertThat(table(List.of(), List.of()).permits(STRANGER, verb, "x")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void shouldLetNobodyManageWithoutCredentialsWhenThereAreNoRules(Permission verb) {
        assertThat(table(List.of(), List.of("admin")).permits(Identity.ANONYMOUS, verb, "$management"))
                .isEqualTo(verb != Permission.MANAGE);
    }

    @Test
    void shouldNotTakeAUserForTheLocalAdministratorByItsName() {
        Identity impostor = new Identity(LocalAdministrator.IDENTITY.name(), Set.of());
        assertThat(table.permits(impostor, Permission.MANAGE, "orders.eu")).isFalse();
    }
}
