/** The shape of the code base: which module may know which, and what no broker code may do. */
package io.carrick.tck.architecture;
