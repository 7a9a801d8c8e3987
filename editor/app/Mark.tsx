/** The product's sign: three streams in one bed. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 28 28"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M5 6c0 9 18 7 18 16M12 5c0 6 11 5 11 10M5 13c0 6 11 5 11 10" />
    </svg>
  );
}
