/** Clocks, histograms and the processes' CPU and memory: what a run is measured with, and the result that it prints. */
package io.carrick.benchmarks.measure;
