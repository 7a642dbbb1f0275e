package io.carrick.jms.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The options that begin with a word.
 *
 * @param prefix the word and a dot
 * @param options those that there are
 * @param ignored names that Qpid JMS knows and that mean nothing here, accepted so that URIs need no change
 */
record OptionGroup(String prefix, List<Option<?>> options, Set<String> ignored) {

    /** All that there are. */
    static OptionGroup[] all() {
        return new OptionGroup[] {JmsOptions.GROUP, TransportOptions.GROUP, AmqpOptions.GROUP, FailoverOptions.GROUP};
    }

    static Optional<Option<?>> find(String name, OptionGroup... groups) {
        for (OptionGroup group : groups) {
            for (Option<?> option : group.options) {
                if (option.covers(name)) {
                    return Optional.of(option);
                }
            }
        }
        return Optional.empty();
    }

    static boolean ignores(String name, OptionGroup... groups) {
        return Arrays.stream(groups).anyMatch(group -> group.ignored.contains(name));
    }

    /** Whether a name begins with the word of one of the groups. */
    static boolean ofPrefix(String name, OptionGroup... groups) {
        return Arrays.stream(groups).anyMatch(group -> name.startsWith(group.prefix));
    }

    /** What is wrong about a name, and which there are instead. */
    static String complaint(String name, OptionGroup... groups) {
        for (OptionGroup group : groups) {
            if (name.startsWith(group.prefix)) {
                Set<String> names =
                        group.options.stream().map(Option::name).collect(Collectors.toCollection(TreeSet::new));
                return "there is no option '" + name + "'; those with " + group.prefix + " are "
                        + String.join(", ", names);
            }
        }
        String prefixes = Arrays.stream(groups).map(OptionGroup::prefix).collect(Collectors.joining(", "));
        return "option '" + name + "' is not permitted here, only those that begin with " + prefixes;
    }
}
