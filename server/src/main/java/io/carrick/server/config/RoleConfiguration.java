package io.carrick.server.config;

import java.util.List;

/** A role and the users who have it. */
public record RoleConfiguration(String name, List<String> members) {}
