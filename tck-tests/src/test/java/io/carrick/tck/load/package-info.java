/** More connections than an application has: idle, slow, silent. */
package io.carrick.tck.load;
