/** How the imports started in this window were ordered, to load mended rows in the same way. */
import type { ImportOrder } from './api';

const orders = new Map<string, ImportOrder>();

export const rememberOrder = (run: string, order: ImportOrder) => void orders.set(run, order);

export const orderOfRun = (run: string) => orders.get(run);
