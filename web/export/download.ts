export function download(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by the next turn.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const downloadJson = (name: string, value: unknown): void =>
  download(name, 'application/json', `${JSON.stringify(value, null, 2)}\n`);
