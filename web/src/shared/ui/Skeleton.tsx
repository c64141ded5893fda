/** Grey bars in the shape of what is loading; they appear only after 150 ms. */
export const SkeletonBar = ({ width = '100%', height = 10 }: {
  width?: number | string;
  height?: number | string;
}) => <div className="skeleton" style={{ width, height }} aria-hidden />;

const WIDTHS = ['38%', '24%', '30%', '34%', '26%'];

export const SkeletonRows = ({ rows = 8 }: { rows?: number }) => (
  <div aria-busy>
    {Array.from({ length: rows }, (_, index) => (
      <div key={index} className="skeleton-row">
        <SkeletonBar width={WIDTHS[index % WIDTHS.length]} />
        <SkeletonBar width="18%" />
        <SkeletonBar width="12%" />
      </div>
    ))}
  </div>
);
