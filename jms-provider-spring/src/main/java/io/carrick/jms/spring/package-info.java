/** Half messages as beans of a Spring application ({@code docs/jms-provider.md}). */
package io.carrick.jms.spring;
