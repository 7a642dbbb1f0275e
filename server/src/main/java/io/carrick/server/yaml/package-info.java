/**
 * Text to typed records: YAML is read into a {@link io.carrick.server.yaml.Tree} whose every value knows the place
 * it was written at, command line and environment put values into it, and the
 * {@link io.carrick.server.yaml.RecordBinder} makes immutable records of it. The records are the schema: their
 * components name the keys, and the annotations of this package give defaults and limits.
 */
package io.carrick.server.yaml;
