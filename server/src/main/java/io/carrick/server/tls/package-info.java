/** TLS of listeners and of the HTTP port, from PEM or PKCS#12 files that may be replaced while the broker runs. */
package io.carrick.server.tls;
